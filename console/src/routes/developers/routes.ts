/** Addresses of the room Developers. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readCallSearch, readTemplateSearch } from '../../features/developers/search.ts';
import { application } from '../../outer-routes.tsx';

const developers = createRoute({
  getParentRoute: () => application,
  path: '/developers',
  component: lazyRouteComponent(() => import('./developers.tsx'), 'DevelopersRooms'),
});

const developersHome = createRoute({
  getParentRoute: () => developers,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/a/$applicationId/developers/calls', params });
  },
});

const calls = createRoute({
  getParentRoute: () => developers,
  path: '/calls',
  validateSearch: readCallSearch,
  component: lazyRouteComponent(() => import('./calls.tsx'), 'CallsRoom'),
});

const call = createRoute({
  getParentRoute: () => developers,
  path: '/calls/$callId',
  component: lazyRouteComponent(() => import('./call.tsx'), 'CallRoom'),
});

const templates = createRoute({
  getParentRoute: () => developers,
  path: '/templates',
  component: lazyRouteComponent(() => import('./templates.tsx'), 'TemplatesRoom'),
});

const template = createRoute({
  getParentRoute: () => developers,
  path: '/templates/$templateId',
  validateSearch: readTemplateSearch,
  component: lazyRouteComponent(() => import('./template.tsx'), 'TemplateRoom'),
});

const samples = createRoute({
  getParentRoute: () => developers,
  path: '/samples',
  validateSearch: (search): { api?: string } =>
    typeof search.api === 'string' ? { api: search.api } : {},
  component: lazyRouteComponent(() => import('./samples.tsx'), 'SamplesRoom'),
});

const keys = createRoute({
  getParentRoute: () => developers,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys.tsx'), 'KeysRoom'),
});

export const developersRoutes = developers.addChildren([
  developersHome,
  calls,
  call,
  templates,
  template,
  samples,
  keys,
]);
