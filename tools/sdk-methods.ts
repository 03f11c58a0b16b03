/** How the operations of the native API are called in sdk/server: resource, method, operation. */
export const sdkMethods: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  verifications: {
    start: 'startVerification',
    check: 'checkVerification',
    resend: 'resendVerification',
    advance: 'advanceVerification',
    cancel: 'cancelVerification',
    get: 'getVerification',
    list: 'listVerifications',
  },
  challenges: {
    create: 'createChallenge',
    get: 'getChallenge',
    confirm: 'confirmChallenge',
  },
  messages: {
    send: 'sendMessage',
    get: 'getMessage',
    list: 'listMessages',
    receipts: 'listReceipts',
  },
  conversions: { report: 'reportConversion' },
  optOuts: { list: 'listOptOuts', optOut: 'optOut', optIn: 'optIn' },
  consentEntries: { list: 'listConsentEntries' },
  campaigns: { get: 'getCampaign', list: 'listCampaigns' },
  events: { list: 'listEvents', follow: 'followEvents' },
  webhooks: {
    create: 'createWebhook',
    change: 'changeWebhook',
    get: 'getWebhook',
    list: 'listWebhooks',
    delete: 'deleteWebhook',
    rotateSecret: 'rotateWebhookSecret',
    test: 'testWebhook',
    getDelivery: 'getWebhookDelivery',
    listDeliveries: 'listWebhookDeliveries',
    replay: 'replayWebhookDelivery',
    replayAll: 'replayWebhookDeliveries',
  },
  workflows: {
    save: 'saveWorkflow',
    get: 'getWorkflow',
    list: 'listWorkflows',
    delete: 'deleteWorkflow',
  },
  templates: {
    create: 'createTemplate',
    change: 'changeTemplate',
    get: 'getTemplate',
    list: 'listTemplates',
    delete: 'deleteTemplate',
    createFragment: 'createFragment',
    changeFragment: 'changeFragment',
    listFragments: 'listFragments',
    deleteFragment: 'deleteFragment',
  },
  application: { get: 'getApplication' },
  keys: { add: 'addKey', list: 'listKeys', revoke: 'revokeKey' },
  sandbox: {
    numbers: 'listMagicNumbers',
    messages: 'listHandsetMessages',
    reply: 'replyFromHandset',
    chooseButton: 'chooseButton',
    setMobileData: 'setMobileData',
    advanceClock: 'advanceClock',
    reportReceipt: 'reportCarrierReceipt',
    bringMessage: 'bringCarrierMessage',
  },
};

/** Streams of server-sent events, and what each event holds. */
export const streams: Readonly<Record<string, string>> = { followEvents: 'Event' };

/** An answer that is no JSON: a file is fetched as a file. */
export const leftOut: readonly string[] = ['exportConsentEntries'];
