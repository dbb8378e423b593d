import { writeFileSync } from 'node:fs';
import { localisationBundle } from './strings';

// npm run l10n: after a text for users in src/extension was changed.
writeFileSync('l10n/bundle.l10n.json', localisationBundle());
