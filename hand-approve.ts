import { approve } from './scripts/demo/scripted-person.ts';

const [url = '', user = 'dana'] = process.argv.slice(2);
await approve(url, { user, password: `local-${user}` });
