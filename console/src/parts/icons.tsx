/** Line icons on a 24 grid; decoration only, the text beside them carries the meaning. */
const paths = {
  start: 'M5 19V5l14 7-14 7Z',
  handset:
    'M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3Zm2.5 15h3',
  verifications: 'M4 6h10M4 12h7M4 18h7m3-2 2.5 2.5L21 13',
  messages: 'M4 5h16v10H9l-4 4v-4H4zM8 9h8M8 12h5',
  consent: 'M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6l7-2.5Zm-3 8.5 2.2 2.2L15.5 10',
  quality: 'M4 20h16M7 20v-6M12 20V6M17 20v-9',
  fraud: 'M4.5 18a8.5 8.5 0 1 1 15 0M12 17l4.5-6M4.5 18h2m11 0h2',
  billing: 'M3.5 6.5h17v11h-17zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM6.5 12h.01M17.5 12h.01',
  webhooks:
    'M12 4a3.5 3.5 0 0 1 3 5.3l3 5.2M12 4a3.5 3.5 0 0 0-3 5.3L6.5 14M18 13a3.5 3.5 0 1 1-3 5.2H9.5M6 13a3.5 3.5 0 1 0 3.4 4.5',
  developers: 'm8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14',
  audit: 'M7 3.5h10a1 1 0 0 1 1 1v16l-3-2-3 2-3-2-3 2v-16a1 1 0 0 1 1-1ZM9 8.5h6M9 12.5h6',
  settings:
    'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM9 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm5 11.5L20 20',
  copy: 'M9 9h9.5v11H9zM15 9V4H5.5v11H9',
  check: 'm5 12.5 4.5 4.5L19 7',
  chevron: 'm8 10 4 4 4-4',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0-5v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  system: 'M4 5h16v11H4zM9 20h6m-3-4v4',
  phone:
    'M6.5 4h3l1.5 4-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.2 2 2 0 0 1 6.5 4Z',
  mail: 'M4 6h16v12H4zM4 7l8 6 8-6',
  bubble: 'M5 5h14v11H11l-4 3.5V16H5z',
  key: 'M8.5 11.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Zm2.5 1L19 4.5m-3 3 2.5 2.5',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12 20 4l-5 16-3.5-6.5L4 12Z',
  eye: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6Zm9-2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  alert: 'M12 4 21 19.5H3L12 4Zm0 6v4.5m0 2.5v.01',
  person: 'M12 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM5 20c.5-4 3.5-5.5 7-5.5s6.5 1.5 7 5.5',
  exit: 'M10 4H5v16h5m4-12 4 4-4 4m4-4H9',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14',
  close: 'm6 6 12 12M18 6 6 18',
  numbers: 'M9.5 4 7 20M17 4l-2.5 16M4.5 9h16m-17 6h16',
  review: 'M6 3.5h12v17H6zM9 8h6m-6 3.5h6m-5.5 4.5 1.5 1.5 3.5-3.5',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flexShrink: 0 }}
    >
      <path d={paths[name]} />
    </svg>
  );
}
