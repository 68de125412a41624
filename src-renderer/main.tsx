import '@mantine/core/styles.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startI18n } from './app/i18n.ts';
import { publishStyleNonce, readStyleNonce } from './app/style-nonce.ts';

const nonce = readStyleNonce();
publishStyleNonce(nonce);
startI18n();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <App styleNonce={nonce} />
  </StrictMode>,
);
