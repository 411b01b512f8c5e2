using Microsoft.Extensions.Configuration.Json;

namespace Integrations.Web.Hosting;

/// <summary>Where the product's settings come from.</summary>
internal static class HubSettings
{
    /// <summary>A published hub finds its own files whatever directory it is started from.</summary>
    public static WebApplicationOptions StartWith(string[] args) => new()
    {
        Args = args,
        ContentRootPath = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null,
    };

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
