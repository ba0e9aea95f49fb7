/** Shows the OpenAPI document of this server with Swagger UI. */
const home = document.getElementById("api-docs");

window.SwaggerUIBundle({
  url: home.dataset.document,
  domNode: home,
  deepLinking: false,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
