/**
 * The classic account: balance, settings, top-up and prices. Real HTTP codes, JSON or XML. Source:
 * the vendor's documentation, see docs/compatibility/nexmo-account.md.
 */
import type { Core } from '../../core.ts';
import { getAndPost } from '../classic/serve.ts';
import { type AccountCall, refuseAccount, serveAccount } from '../classic/serve-account.ts';
import type { Api, Route } from '../contract.ts';
import {
  countriesFor,
  decodeCountry,
  decodePhone,
  decodePrefix,
  encodeCountries,
  encodeCountry,
  type PricingQuestion,
} from './pricing-wire.ts';
import {
  decodeProduct,
  decodeSettings,
  decodeTransaction,
  encodeBalance,
  encodeReload,
  encodeSettings,
  settingsRefusal,
} from './wire.ts';

export function createNexmoAccount(core: Core): Api {
  return {
    name: 'nexmo-account',
    prefixes: ['/account'],
    routes: [
      ...getAndPost(
        '/account/get-balance',
        serveAccount(core, {
          rate: 'requests',
          root: 'accountBalance',
          handle: async ({ application }) => encodeBalance(await core.account.read(application)),
        }),
      ),
      ...getAndPost(
        '/account/settings',
        serveAccount(core, {
          rate: 'requests',
          root: 'account-settings',
          handle: (call) => changeSettings(core, call),
        }),
      ),
      ...getAndPost(
        '/account/top-up',
        serveAccount(core, {
          rate: 'requests',
          root: 'top-up',
          handle: (call) => topUp(core, call),
        }),
      ),
      ...pricingRoutes(core),
    ],
    refuse: refuseAccount,
  };
}

async function changeSettings(core: Core, { application, parameters }: AccountCall) {
  const { newSecret, ...callbacks } = decodeSettings(parameters);
  try {
    const changed = await core.account.changeCallbacks({ application, ...callbacks });
    if (newSecret !== undefined) await core.account.replaceSecrets(application, newSecret);
    return encodeSettings(changed);
  } catch (error) {
    throw settingsRefusal(error);
  }
}

async function topUp(core: Core, { application, parameters }: AccountCall): Promise<object> {
  const transactionId = decodeTransaction(parameters);
  return encodeReload(await core.account.reload({ application, transactionId }));
}

type PricingForm = (question: PricingQuestion, call: AccountCall) => object;

const countryForm: PricingForm = (question, { parameters }) =>
  encodeCountry(question, decodeCountry(parameters));

const forms: Readonly<Record<string, PricingForm>> = {
  'get-pricing': countryForm,
  'get-full-pricing': (question) => encodeCountries(question, countriesFor(question.application)),
  'get-prefix-pricing': (question, { parameters }) =>
    encodeCountries(question, decodePrefix(parameters)),
  'get-phone-pricing': (question, { parameters }) => {
    const { phone, country } = decodePhone(parameters);
    return { phone, ...encodeCountry(question, country) };
  },
};

/** The fifth form is `get-pricing` without a product, which the oldest clients ask for. */
function pricingRoutes(core: Core): Route[] {
  const named = Object.entries(forms).map(([name, form]) =>
    pricingRoute(core, `/account/${name}/outbound/:product`, form),
  );
  return [...named, pricingRoute(core, '/account/get-pricing/outbound', countryForm)];
}

function pricingRoute(core: Core, path: string, form: PricingForm): Route {
  return {
    method: 'GET',
    path,
    handle: async (request) => {
      const channel = decodeProduct(request.params.product);
      if (channel === undefined) return refuseAccount('not-found');
      const serve = serveAccount(core, {
        rate: 'prices',
        root: path.includes('full') || path.includes('prefix') ? 'countries' : 'country',
        handle: async (call) =>
          form({ prices: core.prices, application: call.application, channel }, call),
      });
      return serve(request);
    },
  };
}
