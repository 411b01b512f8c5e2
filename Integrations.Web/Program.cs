using Integrations.Core;
using Integrations.Core.Demo;
using Integrations.Core.Linking;
using Integrations.Web.Components;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting;
using Radzen;

var builder = WebApplication.CreateBuilder(HubSettings.StartWith(args));

builder.AddHubSettings();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

builder.Services.AddIntegrationsCore(builder.Configuration, builder.Environment.ContentRootPath);
builder.Services.AddLinking();
builder.Services.AddDemo(seedByDefault: builder.Environment.IsDevelopment());
builder.AddSandboxVendors();
builder.AddSandboxClients();

builder.Services.AddSecurityHeaders();
builder.Services.AddAuthorization();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddHttpContextAccessor();
builder.Services.AddHubPages(builder.Environment);
builder.Services.AddRadzenComponents();
builder.Services.AddConnectLauncher();

var app = builder.Build();

app.UseHubAddress();

app.UseSecurityHeaders();
app.UsePageErrors();
app.UseAntiforgery();

app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.MapConnect();
app.MapSandboxVendors();

await app.Services.StartIntegrationsCoreAsync(app.Lifetime.ApplicationStopping);
await app.SeedDemoAsync();
await app.RunAsync();
