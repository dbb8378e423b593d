import { child } from '../parse/tree';
import { quote } from '../report';
import { KNOWN_BENCHMARKS, nearestBenchmark } from '../schema/benchmarks';
import { written, type MeaningContext } from './context';
import { checkEndpointName, declaredEndpoints } from './endpoint-names';
import { textsOf } from './read';

/** Benchmarks that the evaluator has, endpoints that are declared, and keys that say nothing beside others. */
export function checkEvaluate(context: MeaningContext): void {
  const { root, report } = context;
  const evaluate = child(root, 'evaluate');
  if (evaluate?.kind !== 'map') return;
  checkBenchmarks(context);
  const names = declaredEndpoints(root);
  for (const key of ['endpoint', 'judge'] as const) {
    const one = written(evaluate, key);
    if (one !== undefined) checkEndpointName(report, { text: one.text, span: one.node.span }, names);
  }
  const endpoint = written(evaluate, 'endpoint');
  if (endpoint === undefined) return;
  for (const key of ['server', 'server_options'] as const) {
    const entry = evaluate.entries.get(key);
    if (entry === undefined) continue;
    report('SC224', entry.keySpan, `\`${key}\` says nothing beside \`endpoint\`: no server is started`, {
      hint: `Remove \`${key}\`, or remove \`endpoint\` to have the model served.`,
    });
  }
}

function checkBenchmarks({ root, report }: MeaningContext): void {
  const evaluate = child(root, 'evaluate');
  const classes = child(evaluate, 'classes');
  const own = classes?.kind === 'map' ? [...classes.entries.keys()] : [];
  const seen = new Set<string>();
  for (const { text, node } of textsOf(child(evaluate, 'on'))) {
    if (seen.has(text)) {
      report('SC236', node.span, `${quote(text)} is listed twice`, { hint: 'Remove one of them.' });
      continue;
    }
    seen.add(text);
    if (KNOWN_BENCHMARKS.has(text) || own.includes(text)) continue;
    const near = nearestBenchmark(text);
    report('SC235', node.span, `${quote(text)} is no benchmark that is known of VLMEvalKit`, {
      hint:
        near === undefined
          ? `For one of your own, say its class: \`classes: { ${text}: CustomVQADataset }\`.`
          : `Did you mean \`${near}\`?`,
    });
  }
}
