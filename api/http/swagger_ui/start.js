// A file of its own, since the page's policy refuses inline script. Paths are relative, so any prefix works.
window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  // no request leaves the origin
  validatorUrl: null,
});
