import { mount } from 'svelte';
import { armQuickExit } from '../features/help/leave';
import { isLanguage, setLanguage } from '../i18n';
import { live } from '../live';
import App from '../staff/App.svelte';
import '../ui/app.css';

armQuickExit();

const language = document.documentElement.lang;
await setLanguage(isLanguage(language) ? language : 'nb', ['app', 'errors', 'staff']);
void live.start('/team/');

const target = document.getElementById('app');
if (target) mount(App, { target });
