using Integrations.Core.Storage;
using Integrations.Web.Components;
using Integrations.Web.Hosting;
using Radzen;

var builder = WebApplication.CreateBuilder(HubSettings.StartWith(args));

builder.AddHubSettings();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(builder.Configuration, builder.Environment.ContentRootPath);
builder.AddSandboxVendors();

builder.Services.AddSecurityHeaders();
builder.Services.AddAuthorization();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddHttpContextAccessor();
builder.Services.AddHubPages(builder.Environment);
builder.Services.AddRadzenComponents();

var app = builder.Build();

app.UseSecurityHeaders();
app.UsePageErrors();
app.UseAntiforgery();

app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.MapSandboxVendors();

await app.Services.GetRequiredService<DatabaseStart>().MigrateAsync(app.Lifetime.ApplicationStopping);
await app.RunAsync();
