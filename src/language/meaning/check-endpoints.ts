import { child, textOf, type TreeNode } from '../parse/tree';
import { quote, type Report } from '../report';
import { isLocalHost } from '../text/local-host';
import { written, type MeaningContext } from './context';

/** Addresses and keys of the endpoints under `models`. A key itself must never stand in the file. */
export function checkEndpoints({ root, report }: MeaningContext): void {
  const models = child(root, 'models');
  if (models?.kind !== 'map') return;
  for (const { value } of models.entries.values()) {
    checkAddress(value, report);
    const key = written(value, 'key');
    if (key === undefined || isVariableName(key.text)) continue;
    report('SC230', key.node.span, 'This is not the name of an environment variable', {
      hint:
        'Write the name of the variable that holds the key, such as `key: OPENAI_API_KEY`. A key that stood in a ' +
        'file should be withdrawn at its provider.',
    });
  }
}

function checkAddress(endpoint: TreeNode, report: Report): void {
  const url = written(endpoint, 'url');
  if (url === undefined) return;
  const address = httpUrl(url.text);
  if (address === undefined) {
    report('SC226', url.node.span, `${quote(withoutUser(url.text))} is not an address of a server`, {
      hint: 'It must start with http:// or https://, such as `http://127.0.0.1:8000/v1`.',
    });
    return;
  }
  const secret = secretIn(address);
  if (secret !== undefined) {
    report('SC230', url.node.span, `The address holds ${secret}`, {
      hint: 'Leave it out and write `key: NAME`, the name of the environment variable that holds the key.',
    });
  }
  if (address.protocol === 'http:' && textOf(child(endpoint, 'key')) !== undefined && !isLocalHost(address)) {
    report('SC231', url.node.span, `The key would travel to \`${address.hostname}\` unencrypted`, {
      hint: 'Write https://, or reach the server through a tunnel to this machine.',
    });
  }
}

/** As shells have them. Keys of the usual makes are none: they hold a `-`, or are long and of one case mixed. */
function isVariableName(text: string): boolean {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) || text.length > 80) return false;
  if (/^(?:sk|pk|hf|gsk|xai|key|ghp|github_pat|AIza)_?(?=[A-Za-z0-9_]{16})(?=.*\d)/.test(text)) return false;
  // Random letters: upper and lower case and digits without an underscore, longer than a name.
  return !(
    text.length >= 24 &&
    !text.includes('_') &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /\d/.test(text)
  );
}

function secretIn(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'a user name or password';
  for (const name of url.searchParams.keys()) {
    if (/key|token|secret|passw|auth|sig/i.test(name)) return `a secret (\`${name.slice(0, 40)}\`)`;
  }
  return undefined;
}

const withoutUser = (text: string): string => text.replace(/\/\/[^/@\s]*@/, '//');

function httpUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}
