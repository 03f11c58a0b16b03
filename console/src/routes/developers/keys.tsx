import { Anchor, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCurrentApplication } from '../../features/applications/current-application.ts';
import { ValueShown } from '../../features/applications/secret-shown.tsx';
import classes from '../../features/developers/developers.module.css';
import { useMay } from '../../features/session/queries.ts';
import { Card } from '../../parts/card.tsx';
import { Waiting } from '../../parts/states.tsx';

/** Where keys, secrets and webhooks are kept. */
export function KeysRoom() {
  const application = useCurrentApplication();
  const mayReadWebhooks = useMay('verifications.read');
  if (!application) return <Waiting rows={3} height={90} />;
  const settings = `/settings/applications/${application.id}`;
  return (
    <div className={classes.cards}>
      <Place title="API key and secrets" to={settings} hash="identity" link="Secrets">
        <Text c="dimmed" mb="md">
          Two secrets may be live, so that one can be replaced without a pause.
        </Text>
        <ValueShown label="API key" value={application.apiKey} />
      </Place>
      <Place title="Signed tokens" to={settings} hash="tokens" link="Key pairs">
        <Text c="dimmed" mb="md">
          Verify v2 takes tokens (JWT) that are signed with a private key; it stays with you.
        </Text>
        <ValueShown label="Application ID" value={application.wireId} />
      </Place>
      {mayReadWebhooks && (
        <Place
          title="Event endpoints"
          to={`/a/${application.id}/webhooks`}
          search={{ view: 'endpoints' }}
          link="Endpoints"
        >
          <Text c="dimmed">Where events go, signed, and with a test for each.</Text>
        </Place>
      )}
      {mayReadWebhooks && (
        <Place title="Deliveries" to={`/a/${application.id}/webhooks`} link="Webhooks">
          <Text c="dimmed">
            What your server was told, each attempt and its answer, and sending it again.
          </Text>
        </Place>
      )}
      <Card>
        <Title order={2} mb={4}>
          API reference
        </Title>
        <Text c="dimmed" mb="md">
          Every operation of the native API, and what each copied API does here.
        </Text>
        <Anchor href="/docs" target="_blank" underline="always">
          Open the reference
        </Anchor>
      </Card>
    </div>
  );
}

function Place(props: {
  title: string;
  to: string;
  hash?: string;
  search?: object;
  link: string;
  children: ReactNode;
}) {
  return (
    <Card>
      <Title order={2} mb={4}>
        {props.title}
      </Title>
      {props.children}
      <Anchor
        component={Link}
        to={props.to}
        {...(props.hash && { hash: props.hash })}
        search={(props.search ?? {}) as never} // the search of the room it leads to
        underline="always"
        mt="md"
        display="inline-block"
      >
        {props.link}
      </Anchor>
    </Card>
  );
}
