/** The routes that others lie in: the whole, who is signed in, one application. */
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isSessionEnd, queryClient } from './admin.ts';
import { applicationsQuery } from './features/applications/queries.ts';
import { sessionQuery } from './features/session/queries.ts';
import { Failure } from './parts/states.tsx';
import { NotHere } from './routes/not-here.tsx';

export const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotHere,
  errorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
});

export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ location }) => {
    try {
      await Promise.all([
        queryClient.ensureQueryData(sessionQuery),
        queryClient.ensureQueryData(applicationsQuery),
      ]);
    } catch (error) {
      if (!isSessionEnd(error)) throw error;
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    }
  },
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
});

export const application = createRoute({
  getParentRoute: () => signedIn,
  path: '/a/$applicationId',
  component: lazyRouteComponent(() => import('./routes/application.tsx'), 'ApplicationRooms'),
});
