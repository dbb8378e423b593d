import { createStore, type Store } from '../../../kit';

/** Sets TeX as a text of MathML; throws where it cannot. As much of KaTeX as is used. */
export type SetMath = (tex: string, options: MathOptions) => string;
export interface MathOptions {
  readonly output: 'mathml';
  readonly displayMode: boolean;
  readonly throwOnError: boolean;
  readonly strict: 'ignore';
  readonly trust: false;
  readonly maxExpand: number;
  readonly maxSize: number;
  readonly macros: Record<string, string>;
}

const store = createStore<{ readonly set: SetMath } | undefined>(undefined);
/** What sets formulas, once it is there. */
export const mathEngine: Pick<Store<{ readonly set: SetMath } | undefined>, 'get' | 'subscribe'> = store;

/** The script that this file is part of: only while it runs is it known, and its nonce is needed for another one. */
const own = typeof document === 'undefined' ? null : document.currentScript;
let asked = false;

/** Loads it, the first time that it is called. Where it does not come, formulas stay as they are written. */
export function loadMath(): void {
  if (asked || !(own instanceof HTMLScriptElement)) return;
  asked = true;
  (globalThis as { stagecraftMath?: (set: SetMath) => void }).stagecraftMath = (set) => store.set({ set });
  const script = document.createElement('script');
  script.nonce = own.nonce;
  script.src = new URL('math.js', own.src).href;
  document.head.append(script);
}
