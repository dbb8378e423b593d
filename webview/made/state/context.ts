import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MadeModel } from './model';

const Context = createContext<MadeModel | undefined>(undefined);
export const ModelProvider = Context.Provider;

/** The model of the browser of made data. */
export function useModel(): MadeModel {
  const model = useContext(Context);
  if (model === undefined) throw new Error('A part of the page stands outside of it.');
  return model;
}
