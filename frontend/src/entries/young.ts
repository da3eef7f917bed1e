import '../ui/app.css';
