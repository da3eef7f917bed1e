// Shows a notice while the app is closed, and opens the app when it is tapped. It fetches nothing and
// keeps nothing: what a notice says came sealed with it, and says no more than that something waits.
self.addEventListener('push', (event) => {
  const { title, body } = event.data ? event.data.json() : { title: 'Fellesrom', body: '' };
  event.waitUntil(self.registration.showNotification(title, { body, tag: 'waits', renotify: true }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((open) => {
      const here = open.find((one) => new URL(one.url).pathname.startsWith('/team/'));
      return here ? here.focus() : self.clients.openWindow('/team/');
    }),
  );
});
