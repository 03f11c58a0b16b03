/** Addresses of the rooms. Each room's script loads when it is visited. */
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { onSessionEnd, queryClient } from './admin.ts';
import { chooseApplication } from './features/applications/current-application.ts';
import { applicationsQuery } from './features/applications/queries.ts';
import { readLedgerSearch, readPriceSearch } from './features/billing/search.ts';
import { readApplySearch } from './features/campaigns/apply-search.ts';
import { readConsentSearch } from './features/consent/search.ts';
import { readFraudSearch } from './features/fraud/search.ts';
import { readMessageSearch } from './features/messages/search.ts';
import { readQualitySearch } from './features/quality/search.ts';
import { leaveSession } from './features/session/queries.ts';
import { readSearch } from './features/verifications/search.ts';
import { readWebhookSearch } from './features/webhooks/search.ts';
import { application, root, signedIn } from './outer-routes.tsx';
import { developersRoutes } from './routes/developers/routes.ts';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } =>
    typeof search.next === 'string' ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./routes/sign-in.tsx'), 'SignInRoom'),
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: async () => {
    const { items } = await queryClient.ensureQueryData(applicationsQuery);
    const chosen = chooseApplication(items);
    if (!chosen) throw redirect({ to: '/settings/applications' });
    const params = { applicationId: String(chosen.id) };
    throw redirect({ to: '/a/$applicationId/get-started', params });
  },
});

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./routes/welcome.tsx'), 'WelcomeRoom'),
});

const getStarted = createRoute({
  getParentRoute: () => application,
  path: '/get-started',
  component: lazyRouteComponent(() => import('./routes/get-started.tsx'), 'GetStartedRoom'),
});

const handset = createRoute({
  getParentRoute: () => application,
  path: '/handset',
  validateSearch: (search): { numbers?: string } =>
    search.numbers === undefined ? {} : { numbers: String(search.numbers) },
  component: lazyRouteComponent(() => import('./routes/handset.tsx'), 'HandsetRoom'),
});

const verifications = createRoute({
  getParentRoute: () => application,
  path: '/verifications',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./routes/verifications.tsx'), 'VerificationsRoom'),
});

const messages = createRoute({
  getParentRoute: () => application,
  path: '/messages',
  validateSearch: readMessageSearch,
  component: lazyRouteComponent(() => import('./routes/messages.tsx'), 'MessagesRoom'),
});

const message = createRoute({
  getParentRoute: () => application,
  path: '/messages/$messageId',
  component: lazyRouteComponent(() => import('./routes/message.tsx'), 'MessageRoom'),
});

const webhooks = createRoute({
  getParentRoute: () => application,
  path: '/webhooks',
  validateSearch: readWebhookSearch,
  component: lazyRouteComponent(() => import('./routes/webhooks.tsx'), 'WebhooksRoom'),
});

const webhook = createRoute({
  getParentRoute: () => application,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./routes/webhook.tsx'), 'WebhookRoom'),
});

const consent = createRoute({
  getParentRoute: () => application,
  path: '/consent',
  validateSearch: readConsentSearch,
  component: lazyRouteComponent(() => import('./routes/consent.tsx'), 'ConsentRoom'),
});

const quality = createRoute({
  getParentRoute: () => application,
  path: '/quality',
  validateSearch: readQualitySearch,
  component: lazyRouteComponent(() => import('./routes/quality.tsx'), 'QualityRoom'),
});

const verification = createRoute({
  getParentRoute: () => application,
  path: '/verifications/$verificationId',
  component: lazyRouteComponent(() => import('./routes/verification.tsx'), 'VerificationRoom'),
});

const numbers = createRoute({
  getParentRoute: () => application,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./routes/numbers/numbers.tsx'), 'NumbersRoom'),
});

const buyNumbers = createRoute({
  getParentRoute: () => application,
  path: '/numbers/buy',
  component: lazyRouteComponent(() => import('./routes/numbers/buy-numbers.tsx'), 'BuyNumbersRoom'),
});

const sharedShortCode = createRoute({
  getParentRoute: () => application,
  path: '/numbers/shared-short-code',
  component: lazyRouteComponent(
    () => import('./routes/numbers/shared-short-code.tsx'),
    'SharedShortCodeRoom',
  ),
});

const applyForCampaign = createRoute({
  getParentRoute: () => application,
  path: '/numbers/apply',
  validateSearch: readApplySearch,
  component: lazyRouteComponent(() => import('./routes/numbers/apply.tsx'), 'ApplyRoom'),
});

const campaign = createRoute({
  getParentRoute: () => application,
  path: '/numbers/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./routes/numbers/campaign.tsx'), 'CampaignRoom'),
});

const editCampaign = createRoute({
  getParentRoute: () => application,
  path: '/numbers/campaigns/$campaignId/edit',
  component: lazyRouteComponent(
    () => import('./routes/numbers/edit-campaign.tsx'),
    'EditCampaignRoom',
  ),
});

const brands = createRoute({
  getParentRoute: () => application,
  path: '/numbers/brands',
  component: lazyRouteComponent(() => import('./routes/numbers/brands.tsx'), 'BrandsRoom'),
});

const senderRules = createRoute({
  getParentRoute: () => application,
  path: '/numbers/rules',
  validateSearch: (search): { q?: string } => (typeof search.q === 'string' ? { q: search.q } : {}),
  component: lazyRouteComponent(() => import('./routes/numbers/rules.tsx'), 'RulesRoom'),
});

const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/review',
  component: lazyRouteComponent(() => import('./routes/review.tsx'), 'ReviewRoom'),
});

const fraud = createRoute({
  getParentRoute: () => application,
  path: '/fraud',
  validateSearch: readFraudSearch,
  component: lazyRouteComponent(() => import('./routes/fraud.tsx'), 'FraudRoom'),
});

const billing = createRoute({
  getParentRoute: () => application,
  path: '/billing',
  validateSearch: readLedgerSearch,
  component: lazyRouteComponent(() => import('./routes/billing.tsx'), 'BillingRoom'),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  component: lazyRouteComponent(() => import('./routes/audit.tsx'), 'AuditRoom'),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings/settings.tsx'), 'SettingsRooms'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/applications' });
  },
});

const settingsApplications = createRoute({
  getParentRoute: () => settings,
  path: '/applications',
  component: lazyRouteComponent(
    () => import('./routes/settings/applications.tsx'),
    'ApplicationsRoom',
  ),
});

const settingsApplication = createRoute({
  getParentRoute: () => settings,
  path: '/applications/$applicationId',
  component: lazyRouteComponent(
    () => import('./routes/settings/application.tsx'),
    'ApplicationRoom',
  ),
});

const settingsOperators = createRoute({
  getParentRoute: () => settings,
  path: '/operators',
  component: lazyRouteComponent(() => import('./routes/settings/operators.tsx'), 'OperatorsRoom'),
});

const settingsPrices = createRoute({
  getParentRoute: () => settings,
  path: '/prices',
  validateSearch: readPriceSearch,
  component: lazyRouteComponent(() => import('./routes/settings/prices.tsx'), 'PricesRoom'),
});

const settingsSecurity = createRoute({
  getParentRoute: () => settings,
  path: '/security',
  component: lazyRouteComponent(() => import('./routes/settings/security.tsx'), 'SecurityRoom'),
});

const settingsSessions = createRoute({
  getParentRoute: () => settings,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./routes/settings/sessions.tsx'), 'SessionsRoom'),
});

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    home,
    welcome,
    application.addChildren([
      getStarted,
      handset,
      verifications,
      verification,
      messages,
      message,
      webhooks,
      webhook,
      developersRoutes,
      consent,
      quality,
      numbers,
      buyNumbers,
      sharedShortCode,
      applyForCampaign,
      campaign,
      editCampaign,
      brands,
      senderRules,
      fraud,
      billing,
    ]),
    review,
    audit,
    settings.addChildren([
      settingsHome,
      settingsApplications,
      settingsApplication,
      settingsOperators,
      settingsPrices,
      settingsSecurity,
      settingsSessions,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  basepath: '/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

onSessionEnd(() => {
  const { href, pathname } = router.state.location;
  if (pathname.startsWith('/sign-in')) return;
  void leaveSession(() => router.navigate({ to: '/sign-in', search: { next: href } }));
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
