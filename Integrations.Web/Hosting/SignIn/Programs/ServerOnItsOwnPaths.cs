using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenIddict.Server.AspNetCore;

namespace Integrations.Web.Hosting.SignIn.Programs;

/// <summary>
/// Asks the authorization server about requests to its own paths only. It would look at every request of the hub, and find by a chain of dozens of
/// handlers what the path says at once.
/// </summary>
internal sealed class ServerOnItsOwnPaths(IAuthenticationSchemeProvider schemes) : IAuthenticationHandlerProvider
{
    private static readonly PathString Paths = "/oauth";
    private static readonly Task<IAuthenticationHandler?> None = Task.FromResult<IAuthenticationHandler?>(null);

    private readonly AuthenticationHandlerProvider _handlers = new(schemes);

    /// <summary>After the services of authentication.</summary>
    public static void Add(IServiceCollection services) => services.Replace(ServiceDescriptor.Scoped<IAuthenticationHandlerProvider, ServerOnItsOwnPaths>());

    public Task<IAuthenticationHandler?> GetHandlerAsync(HttpContext context, string authenticationScheme) =>
        authenticationScheme == OpenIddictServerAspNetCoreDefaults.AuthenticationScheme && !context.Request.Path.StartsWithSegments(Paths, StringComparison.OrdinalIgnoreCase)
            ? None
            : _handlers.GetHandlerAsync(context, authenticationScheme);
}
