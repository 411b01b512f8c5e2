using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox;

/// <summary>Where a vendor hangs its routes.</summary>
internal sealed class SandboxRoutes(RouteGroupBuilder root)
{
    /// <summary>Everything under <c>https://{host}</c>, which is <c>{origin}/sandbox/{host}</c> here.</summary>
    public RouteGroupBuilder Host(string host) => root.MapGroup("/" + host);
}
