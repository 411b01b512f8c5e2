using Microsoft.Extensions.Configuration;

namespace Integrations.Primitives;

internal static class SettingsReading
{
    /// <summary>
    /// A section for those who need it while services are registered. A value that cannot be read is refused later, together with all
    /// other wrong settings, so registration goes on with the defaults.
    /// </summary>
    public static T ReadOrDefault<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException)
        {
            return new T();
        }
    }
}
