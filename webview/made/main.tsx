import '../kit/theme.css';
import '../kit/browser.css';
import { render } from 'preact';
import { App } from './app';
import { ModelProvider } from './state/context';
import { createModel } from './state/model';

const root = document.createElement('main');
document.body.append(root);
render(
  <ModelProvider value={createModel()}>
    <App />
  </ModelProvider>,
  root,
);
