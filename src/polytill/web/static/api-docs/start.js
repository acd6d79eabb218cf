// The page to try an API: its document's address and its title stand in the markup, so no script is inline.
const place = document.getElementById("api");
window.ui = window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  persistAuthorization: false,
  // Nothing leaves the shop: no online validator of the document.
  validatorUrl: null,
});
