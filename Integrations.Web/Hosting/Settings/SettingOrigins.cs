using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace Integrations.Web.Hosting.Settings;

/// <summary>Where a value of the configuration came from.</summary>
internal static class SettingOrigins
{
    public const string Default = "default";
    public const string Environment = "environment";

    /// <summary>The source that has the last word on the key; null when none has it.</summary>
    public static string? Of(IConfiguration configuration, string key)
    {
        foreach (var provider in ((configuration as IConfigurationRoot)?.Providers ?? []).Reverse())
        {
            if (provider is ChainedConfigurationProvider chained)
            {
                if (Of(chained.Configuration, key) is { } inner)
                {
                    return inner;
                }
            }
            else if (provider.TryGet(key, out _))
            {
                return Describe(provider);
            }
        }

        return null;
    }

    private static string Describe(IConfigurationProvider provider) => provider switch
    {
        JsonConfigurationProvider { Source.Path: { } path } => Path.GetFileName(path) == "secrets.json" ? "user secrets" : Path.GetFileName(path),
        EnvironmentVariablesConfigurationProvider => Environment,
        CommandLineConfigurationProvider => "command line",
        MemoryConfigurationProvider => "program",
        _ => provider.GetType().Name,
    };
}
