// The server's pages: their look, and the quick exit.
import '../ui/pages.css';
import { armQuickExit } from '../features/help/leave';

armQuickExit();
