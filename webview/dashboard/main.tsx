import { render } from 'preact';
import { App } from './app';
import { createModel } from './state/model';
import { ModelProvider } from './state/context';

const root = document.createElement('main');
document.body.append(root);
render(
  <ModelProvider value={createModel()}>
    <App />
  </ModelProvider>,
  root,
);
