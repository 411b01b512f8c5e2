using Integrations.Core;
using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Storage.KeyRing;
using Integrations.Web.Api.Accounts;
using Integrations.Web.Api.Auth;
using Integrations.Web.Api.Automation;
using Integrations.Web.Api.Company;
using Integrations.Web.Api.Documents;
using Integrations.Web.Api.Entities;
using Integrations.Web.Api.Inbound;
using Integrations.Web.Api.Mcp;
using Integrations.Web.Api.Platform;
using Integrations.Web.Api.Proxy;
using Integrations.Web.Api.Sync;
using Integrations.Web.Features.Activity;
using Integrations.Web.Features.Connections;
using Integrations.Web.Features.Connections.Links;
using Integrations.Web.Features.Meetings;
using Integrations.Web.Features.Widgets;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.Commands;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Telemetry;
using Integrations.Web.Hosting.Reachability;
using Integrations.Web.Hosting.Sandbox;
using Integrations.Web.Hosting.Settings;
using Integrations.Web.Hosting.Setup;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Hosting.SignIn.Entra;
using Integrations.Web.Hosting.SignIn.OpenId;
using Integrations.Web.Hosting.SignIn.Passkeys;
using Integrations.Web.Hosting.SignIn.Programs;
using Integrations.Web.Hosting.Stopping;
using Integrations.Web.Localization;

var line = HubCommandLine.Read(args);
if (await line.AnswerAsync(Console.Out, Console.Error, CancellationToken.None) is { } answered)
{
    return answered;
}

if (await HubSettings.CreateBuilderAsync([.. line.Settings], Console.Error) is not { } builder)
{
    return ExitCodes.Configuration;
}

builder.AddTelemetry();
builder.AddLogFormat();
builder.AddStopOrder();
builder.AddStartOptions();

var database = Databases.Choose(builder.Configuration, builder.Environment);
builder.Services.AddIntegrationsCore(builder.Configuration, builder.Environment.ContentRootPath, database);
builder.Services.AddKeyRing(builder.Configuration, builder.Environment.ContentRootPath, database, mayCreateKeyFile: builder.Environment.IsDevelopment());
builder.Services.AddAccess();
builder.Services.AddDemo(seedByDefault: builder.Environment.IsDevelopment());
builder.AddSandboxVendors();
builder.AddSandboxClients();
builder.AddHostFacts();
builder.Services.AddFirstRunAnnouncement();

builder.Services.AddNetwork();
builder.Services.AddSecurityHeaders();
builder.AddReachability();
builder.Services.AddProductionChecks();
builder.Services.AddRateLimits();
builder.Services.AddLoadShedding();
builder.Services.AddHttpContextAccessor();
builder.AddApi();
builder.AddMcp();
builder.AddApiDocuments();

builder.Services.AddCascadingAuthenticationState();
builder.Services.AddHubPages(builder.Environment);
builder.Services.AddInterface();
builder.Services.AddConnectLauncher();
builder.AddSignIn();
builder.AddProgramServer();
builder.Services.AddPasskeys();
builder.AddMicrosoftSignIn();
builder.AddOpenIdSignIn();

var output = CommandOutput.OfProcess();
var settings = StartSettings.Of(builder);
if (await line.RunOnSettingsAsync(settings, output) is { } shown)
{
    return shown;
}

if (await settings.RefuseAsync(Console.Error) is { } wrong)
{
    return wrong;
}

var app = builder.Build();
settings.WarnOfUnknown(app.Logger);

app.UseHubAddress();
app.UseTrustedProxies();
app.UseRequestIds();
app.UseRequestSpans();
app.UseObjectives();
app.UseSecurityHeaders();
app.UseLanguages();
app.UseRightWay();
app.UsePageErrors();
app.UsePagesWithoutDatabase();
app.UseApiFaults();
app.UseCircuitOrigin();
app.UseMcpOrigin();
app.UseRouting();
app.UseAllowedOrigins();
app.UseUnroutedAnswers();
app.UseLoadShedding();
app.UseFirstRateLimits();
app.UseAuthentication();
app.UseSecondFactorSetUp();
app.UseRateLimits();
app.UseAuthorization();
app.UseMiddleware<Idempotency>();
app.UseAntiforgery();

app.MapHealth();
app.MapKeySet();
app.MapTokens();
app.MapProgramMetadata();
app.MapProgramSignIn();
app.MapProgramRegistration();
app.MapCaller();
app.MapEntities();
app.MapPlatform();
app.MapCompany();
app.MapAutomation();
app.MapAccounts();
app.MapInboundAddresses();
app.MapInboundRequests();
app.MapInbound();
app.MapSync();
app.MapProxy();
app.MapHubMcp();
app.MapApiDocuments();
app.MapSignOut();
app.MapConfirm();
app.MapPasskeys();
app.MapMicrosoftSignIn();
app.MapOpenIdSignIn();
app.MapConnect();
app.MapConnectLinks();
app.MapLogExports();
app.MapEmbeds();
app.MapCalendarFeeds();
app.MapPages();
app.MapSandboxVendors();

if (await line.RunAsync(CommandStage.Services, app.Services, output, app.Lifetime.ApplicationStopping) is { } early)
{
    return early;
}

var routes = line.Command is null ? app.BuildRoutesAsync() : Task.CompletedTask;
if (await app.StartCoreAsync(Console.Error) is { } refusal)
{
    return refusal;
}

if (await app.RefuseUnsafeProductionAsync(Console.Error) is { } unsafeStart)
{
    return unsafeStart;
}

await app.SeedDemoAsync();
if (await line.RunAsync(CommandStage.Database, app.Services, output, app.Lifetime.ApplicationStopping) is { } code)
{
    return code;
}

await routes;
app.LetBackgroundWait();
return await app.ServeAsync(Console.Error);
