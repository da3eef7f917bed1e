import { mount } from 'svelte';
import { armQuickExit } from '../features/help/leave';
import { isLanguage, setLanguage } from '../i18n';
import { live } from '../live';
import '../ui/app.css';
import App from '../young/App.svelte';

armQuickExit();

const language = document.documentElement.lang;
await setLanguage(isLanguage(language) ? language : 'nb', ['app', 'errors']);
void live.start('/');

const target = document.getElementById('app');
if (target) mount(App, { target });
