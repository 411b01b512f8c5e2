using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Declared;
using Integrations.Sandbox.Dropbox;
using Integrations.Sandbox.GitHub;
using Integrations.Sandbox.Google;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Jira;
using Integrations.Sandbox.N8n;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Outlook;
using Integrations.Sandbox.Pages;
using Integrations.Sandbox.Receiver;
using Integrations.Sandbox.Slack;
using Integrations.Sandbox.Zapier;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integrations.Sandbox;

/// <summary>The vendors' wire formats on loopback: for trying, for demos and for tests; never for Production.</summary>
public static class VendorSandbox
{
    public static IServiceCollection AddVendorSandbox(this IServiceCollection services)
    {
        services.AddWhatVendorsNeed();

        // One line per vendor, by name.
        services.AddSingleton<ISandboxVendor, DropboxSandbox>();
        services.AddSingleton<ISandboxVendor, GitHubSandbox>();
        services.AddSingleton<ISandboxVendor, GoogleSandbox>();
        services.AddSingleton<ISandboxVendor, JiraSandbox>();
        services.AddSingleton<ISandboxVendor, OutlookSandbox>();
        services.AddSingleton<ISandboxVendor, N8nSandbox>();
        services.AddSingleton<ISandboxVendor, SlackSandbox>();
        services.AddSingleton<ISandboxVendor, ZapierSandbox>();
        foreach (var file in DeclaredFile.LoadAll())
        {
            services.AddDeclaredVendor(file);
        }

        return services;
    }

    /// <summary>One vendor alone, as a provider file describes it.</summary>
    internal static IServiceCollection AddOneVendor(this IServiceCollection services, DeclaredFile file) => services.AddWhatVendorsNeed().AddDeclaredVendor(file);

    private static IServiceCollection AddDeclaredVendor(this IServiceCollection services, DeclaredFile file) =>
        services.AddSingleton<ISandboxVendor>(provider => new DeclaredVendor(
            file, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<SandboxState>(), provider.GetRequiredService<SandboxOptions>()));

    private static IServiceCollection AddWhatVendorsNeed(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SandboxOptions>();
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<SandboxOptions>>().Value);
        services.TryAddSingleton<SandboxState>();
        services.TryAddSingleton<SandboxJwt>();
        services.TryAddSingleton<WebhookReceivers>();
        services.TryAddSingleton(provider => new SandboxHosts(provider.GetServices<ISandboxVendor>()));

        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, DeclaredOwnerPolicy>());
        return services;
    }

    /// <summary>Everything as at the start: tokens, what was made and changed, accounts' misfortunes, what receivers got.</summary>
    internal static void Reset(IServiceProvider services)
    {
        services.GetRequiredService<SandboxState>().Reset();
        foreach (var vendor in services.GetServices<ISandboxVendor>())
        {
            vendor.Reset();
        }

        services.GetRequiredService<WebhookReceivers>().Reset();
    }

    /// <summary>Maps everything under <c>/sandbox</c>.</summary>
    public static IEndpointRouteBuilder MapVendorSandbox(this IEndpointRouteBuilder app)
    {
        var vendors = app.ServiceProvider.GetServices<ISandboxVendor>().ToList();
        var state = app.ServiceProvider.GetRequiredService<SandboxState>();
        var time = app.ServiceProvider.GetRequiredService<TimeProvider>();

        var receivers = app.ServiceProvider.GetRequiredService<WebhookReceivers>();

        // The hub's own sign-in and form tokens mean nothing to a vendor.
        var root = app.MapGroup("/sandbox").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        root.MapGet("/", () => SandboxHomePage.Show(vendors));
        root.MapGet("/sandbox.css", () => SandboxJson.Text(SandboxHtml.StyleSheet, StatusCodes.Status200OK, "text/css; charset=utf-8"));
        root.MapGet("/credentials", () => SandboxJson.Answer(vendors.SelectMany(vendor => vendor.Credentials).Select(credential => new
        {
            provider = credential.Provider,
            kind = credential.Kind,
            account = credential.Account,
            behaviour = credential.Behaviour.Key(),
            fields = credential.Fields,
        })));
        root.MapPost("/reset", () =>
        {
            Reset(app.ServiceProvider);
            return Results.Redirect("/sandbox");
        });
        root.MapPost("/expire", () =>
        {
            state.ExpireAccessTokens();
            return Results.Redirect("/sandbox");
        });

        ReceiverRoutes.Map(root, receivers, time);

        var watched = root.MapGroup("").AddEndpointFilter((context, next) => WatchAsync(context, next, state, time));
        var routes = new SandboxRoutes(watched);
        foreach (var vendor in vendors)
        {
            vendor.Map(routes);
        }

        // HTTP has more verbs than MapFallback's GET and HEAD; clients of vendors use most of them.
        watched.Map("/{host}/{**path}", (string host, string? path) =>
            SandboxJson.Text($"The sandbox has no route {host}/{path} for this method.", StatusCodes.Status404NotFound)).WithOrder(int.MaxValue);
        return app;
    }

    private static async ValueTask<object?> WatchAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, SandboxState state, TimeProvider time)
    {
        var http = context.HttpContext;
        var hostAndPath = (http.Request.Path.Value ?? "")["/sandbox/".Length..];
        var slash = hostAndPath.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (hostAndPath, "/") : (hostAndPath[..slash], hostAndPath[slash..]);
        state.Record(new SandboxRequest(time.GetUtcNow(), http.Request.Method, host, path));
        if (state.TakeOrder(hostAndPath) is not { } order)
        {
            return await next(context);
        }

        foreach (var (name, value) in order.Headers)
        {
            http.Response.Headers[name] = value;
        }

        return SandboxJson.Text(order.Body, order.Status, order.ContentType);
    }
}
