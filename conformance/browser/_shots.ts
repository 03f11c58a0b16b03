import { readFileSync, mkdirSync } from 'node:fs';
import { unpackBrowser, launchBrowser } from '/work/main/conformance/browser/browser.ts';
import { openWire, tellStories } from '/work/main/conformance/browser/story.ts';
const sandbox = JSON.parse(readFileSync('/tmp/cs-data/sandbox.json','utf8'));
const out='/tmp/shots'; mkdirSync(out,{recursive:true});
const browser = await launchBrowser(await unpackBrowser());
const context = await browser.newContext({ viewport:{width:1280,height:800} });
const page = await context.newPage();
page.on('console', m => { if(['error','warning'].includes(m.type())) console.log('CONSOLE', m.type(), m.text()); });
page.on('pageerror', e => console.log('PAGEERROR', e.message));
await page.goto('http://localhost:8499/console/sign-in'); await page.waitForTimeout(800); await page.screenshot({path:out+'/sign-in.png'});
await page.goto(sandbox.consoleUrl); await page.waitForURL('**/welcome'); await page.waitForTimeout(500); await page.screenshot({path:out+'/welcome.png'});
const long = await tellStories(openWire(sandbox)); console.log('long', long);
const state = await context.storageState(); (await import('node:fs')).writeFileSync('/tmp/state.json', JSON.stringify(state));
const rooms: [string,string][] = [['get-started','a/1/get-started'],['handset','a/1/handset?numbers=447400000002,447400000001'],['verifications','a/1/verifications'],['settings-applications','settings/applications'],['settings-operators','settings/operators'],['settings-security','settings/security'],['settings-sessions','settings/sessions'],['audit','audit']];
for (const [n,u] of rooms) { await page.goto('http://localhost:8499/console/'+u); await page.waitForTimeout(900); await page.screenshot({path:`${out}/${n}.png`}); }
await page.goto('http://localhost:8499/console/a/1/verifications'); await page.waitForTimeout(600); await page.getByText('Northwind Trading').first().click(); await page.waitForTimeout(900); await page.screenshot({path:out+'/verification.png', fullPage:true});
await browser.close();
