/** The parts all described APIs share, under the name the rooms' schemas know them by. */
export * from '../described/schema-parts.ts';
