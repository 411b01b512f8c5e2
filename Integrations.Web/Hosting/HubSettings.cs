using Microsoft.Extensions.Configuration.Json;

namespace Integrations.Web.Hosting;

/// <summary>Where the product's settings come from.</summary>
internal static class HubSettings
{
    /// <summary>
    /// Reads the one <c>appsettings.json</c> from beside the program, whatever directory it is started from. Everything else
    /// (user secrets, environment, command line) outranks it.
    /// </summary>
    public static WebApplicationBuilder AddHubSettings(this WebApplicationBuilder builder)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Optional = false };
        source.ResolveFileProvider();
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, source);
        return builder;
    }
}
