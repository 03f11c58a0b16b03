/** Requests and answers of the tab Endpoints. */
import { Type } from 'typebox';
import { eventTypes } from '../../events/event.ts';
import { answer, IdText, input, Nullable, oneOf, Text, Timestamp } from './schema-parts.ts';

export const OwnEndpointParams = input({ applicationId: IdText, endpointId: Text(64) });

const Description = Type.String({ maxLength: 200 });
const EventTypes = Nullable(Type.Array(Text(60), { maxItems: 50 }));

export const NewOwnEndpoint = input(
  {
    url: Text(500),
    description: Type.Optional(Description),
    eventTypes: Type.Optional(EventTypes),
  },
  'NewOwnEndpoint',
);
export const OwnEndpointChanges = input(
  {
    url: Type.Optional(Text(500)),
    description: Type.Optional(Description),
    eventTypes: Type.Optional(EventTypes),
    isEnabled: Type.Optional(Type.Boolean()),
  },
  'OwnEndpointChanges',
);
export const SecretOverlap = input(
  { overlapSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800 })) },
  'SecretOverlap',
);

/** Host and path of the URL: user names, passwords and queries often are secrets. */
export const OwnEndpointView = answer('OwnEndpoint', {
  id: Type.String(),
  url: Type.String(),
  description: Type.String(),
  eventTypes: Nullable(Type.Array(Type.String())),
  previousSecretEndsAt: Nullable(Timestamp),
  failingSince: Nullable(Timestamp),
  disabledAt: Nullable(Timestamp),
  disabledReason: Nullable(oneOf(['gone', 'failing', 'by-hand'], 'DisabledReason')),
  createdAt: Timestamp,
});
export const OwnEndpointList = answer('OwnEndpointList', {
  items: Type.Array(OwnEndpointView),
  /** Every type there is, for the filter. */
  eventTypes: Type.Array(oneOf(eventTypes, 'EventType')),
});
export const OwnEndpointMade = answer('OwnEndpointMade', {
  endpoint: OwnEndpointView,
  secret: Type.String(),
});
export const RotatedEndpointSecret = answer('RotatedEndpointSecret', {
  secret: Type.String(),
  previousSecretEndsAt: Nullable(Timestamp),
});
