import type { Rule } from '../grading/rule';

/** What kind of answer a benchmark asks for: it decides which columns are the gold answer and what figures mean. */
export type BenchmarkType = 'MCQ' | 'Y/N' | 'VQA';

/** Benchmarks that do not compare by equality, by the begin of their names. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^ChartQA_/, 'relaxed'],
  [/^(?:OCRBench(?:_MINI)?$|MTVQA)/, 'contains'],
];
const FORMULAS = 'Handwritten Mathematical Expression Recognition';

/** The rule by which a benchmark compares an answer of this category; absent: equality. */
export function ruleOf(benchmark: string, category = ''): Rule | undefined {
  const rule = RULES.find(([pattern]) => pattern.test(benchmark))?.[1];
  return rule === 'contains' && category === FORMULAS ? 'contains-formula' : rule;
}

export interface Benchmark {
  readonly type: BenchmarkType;
  readonly capability: string;
}

const list = (names: string): readonly string[] => names.trim().split(/\s+/);

/** Benchmarks by type and capability; a name is looked up as it is, then by the longest that begins it. */
const GROUPS: readonly (Benchmark & { readonly names: readonly string[] })[] = [
  {
    type: 'Y/N',
    capability: 'perception',
    names: list('POPE HallusionBench MME AMBER VSR-zeroshot VSR_ZEROSHOT'),
  },
  {
    type: 'MCQ',
    capability: 'perception',
    names:
      list(`A-OKVQA RealWorldQA BLINK BLINK_circular HRBench4K HRBench8K VStarBench CV-Bench-2D CV-Bench-3D
      SEEDBench_IMG SEEDBench2 SEEDBench2_Plus CCBench MMVP TaskMeAnything_v1_imageqa_random
      MME-RealWorld MME-RealWorld-CN MME-RealWorld-Lite R-Bench-Dis R-Bench-Ref Q-Bench1_VAL Q-Bench1_TEST A-Bench_VAL
      A-Bench_TEST TreeBench LEGO LEGO_circular`),
  },
  {
    type: 'MCQ',
    capability: 'visual-reasoning',
    names:
      list(`MMStar MMStar_KO MMBench_DEV_EN MMBench_DEV_CN MMBench_TEST_EN MMBench_TEST_CN MMBench_DEV_EN_V11
      MMBench_DEV_CN_V11 MMBench_TEST_EN_V11 MMBench_TEST_CN_V11 MMBench MMBench_CN MMBench_V11 MMBench_CN_V11
      MMMU_DEV_VAL MMMU_TEST MMMU_Pro_10c MMMU_Pro_V MMMU_Pro_10c_COT MMMU_Pro_V_COT ScienceQA_VAL ScienceQA_TEST AI2D_TEST
      AI2D_TEST_NO_MASK MMT-Bench_ALL MMT-Bench_VAL MMT-Bench_ALL_MI MMT-Bench_VAL_MI MUIRBench WeMath WeMath_COT
      VisuLogic M3CoT EMMA EMMA_COT VisOnlyQA-VLMEvalKit ERQA SPIQA Spatial457 3DSRBench 3DSRBench_circular
      GMAI-MMBench_VAL GMAI-MMBench_TEST MedXpertQA_MM_test`),
  },
  {
    type: 'VQA',
    capability: 'visual-reasoning',
    names: list(`MathVista_MINI MathVista MathVision MathVision_MINI MathVerse_MINI MathVerse_MINI_Vision_Only
      MathVerse_MINI_Vision_Only_cot MathVerse_MINI_Vision_Dominant MathVerse_MINI_Vision_Intensive
      MathVerse_MINI_Text_Lite MathVerse_MINI_Text_Dominant DynaMath LogicVista OlympiadBench VisualPuzzles MMMath
      Physics SeePhys MV-MATH CharXiv_reasoning_val VCR_EN_EASY_ALL`),
  },
  {
    type: 'VQA',
    capability: 'perception',
    names:
      list(`OCRBench OCRBench_MINI OCRBench_v2 TextVQA_VAL DocVQA_VAL DocVQA_TEST InfoVQA_VAL InfoVQA_TEST ChartQA_TEST
      OCRVQA_TEST OCRVQA_TESTCORE GQA_TestDev_Balanced VizWiz MMVet MMVet_Hard LLaVABench SimpleVQA
      CharXiv_descriptive_val COCO_VAL MTVQA_TEST`),
  },
];

const BY_NAME: ReadonlyMap<string, Benchmark> = new Map(
  GROUPS.flatMap(({ names, type, capability }) => names.map((name) => [name, { type, capability }] as const)),
);
const LONGEST_FIRST = [...BY_NAME.keys()].sort((a, b) => b.length - a.length);

/** The longest known benchmark that a text begins with, up to its end or an underscore. */
export const knownPrefix = (text: string): string | undefined =>
  LONGEST_FIRST.find((name) => text === name || text.startsWith(`${name}_`));

/** Where in a file's name without extension a known benchmark stands: the longest, and its first place. */
export function knownInside(stem: string): { readonly model: string; readonly rest: string } | undefined {
  for (const name of LONGEST_FIRST) {
    const at = stem.indexOf(`_${name}`);
    const after = stem[at + 1 + name.length];
    if (at > 0 && (after === undefined || after === '_')) {
      return { model: stem.slice(0, at), rest: stem.slice(at + 1) };
    }
  }
  return undefined;
}

/** What is known of a benchmark; a variant is taken for what it is a variant of. */
export function benchmarkOf(name: string): Benchmark | undefined {
  const known = BY_NAME.get(name);
  if (known !== undefined) return known;
  const base =
    LONGEST_FIRST.find((one) => name.startsWith(one)) ?? LONGEST_FIRST.find((one) => one.startsWith(name));
  return base === undefined ? undefined : BY_NAME.get(base);
}
