using Integrations.Core.Connections.OAuth;
using Integrations.Web.Hosting.Telemetry;
using Integrations.Web.Hosting.Settings;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

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

    /// <returns>The builder with all its settings; null when a file of settings cannot be read, which was said then.</returns>
    public static async Task<WebApplicationBuilder?> CreateBuilderAsync(string[] settings, TextWriter errors)
    {
        try
        {
            return WebApplication.CreateBuilder(StartWith(settings)).AddHubSettings();
        }
        catch (Exception unreadable) when (SettingsRefusal.IsOwnProgram && unreadable is (InvalidDataException or FormatException or FileNotFoundException))
        {
            // The file, and the place in it.
            var reason = unreadable.GetBaseException();
            await errors.WriteLineAsync(LogText.Encode(ReferenceEquals(reason, unreadable) ? unreadable.Message : $"{unreadable.Message} {reason.Message}"));
            return null;
        }
    }

    /// <summary>
    /// Reads the one <c>appsettings.json</c> from beside the program, whatever directory it is started from. Everything else
    /// (user secrets, environment, command line) outranks it.
    /// </summary>
    public static WebApplicationBuilder AddHubSettings(this WebApplicationBuilder builder)
    {
        var source = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Optional = false };
        source.ResolveFileProvider();
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        sources.Insert(0, source);
        // Rule O4 of docs/security.md: outside Development a flow that a token started passes a page of ours.
        var byEnvironment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"{OAuthOptions.Section}:{nameof(OAuthOptions.ConfirmTokenStarted)}"] = builder.Environment.IsDevelopment() ? "false" : "true",
        };
        sources.Insert(0, new MemoryConfigurationSource { InitialData = byEnvironment });
        return builder;
    }
}
