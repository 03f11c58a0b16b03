import { testCodelessChannel } from '../contract.suite.ts';
import { silentAuth } from './channel.ts';

testCodelessChannel(silentAuth);
