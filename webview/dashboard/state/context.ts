import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Model } from './model';

const Context = createContext<Model | undefined>(undefined);
export const ModelProvider = Context.Provider;

/** The dashboard's model. */
export function useModel(): Model {
  const model = useContext(Context);
  if (model === undefined) throw new Error('A part of the dashboard stands outside of it.');
  return model;
}
