using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Settings;

/// <summary>
/// Looks at all settings at once, before anything is started, so that an operator repairs them in one go and not one a start. Nothing
/// is connected to.
/// </summary>
internal sealed class SettingsCheck(IConfiguration configuration, IHostEnvironment environment, KnownSettings known)
{
    public IReadOnlyList<SettingProblem> Run()
    {
        var values = Values().ToList();
        var unreadable = values.Select(value => value.Given).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // What can be read is looked at together although something else cannot.
        var readable = new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(entry => !unreadable.Contains(entry.Key))).Build();
        return
        [
            .. values.Select(value => value.Problem).Concat(Rules(readable)).Concat(Places()).Concat(HostSettings.Check(configuration, environment))
                .DistinctBy(problem => problem.ToString(), StringComparer.Ordinal).OrderBy(problem => problem.Key, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Each value by itself: can it be read, and does it keep its bounds.</summary>
    private IEnumerable<(string Given, SettingProblem Problem)> Values()
    {
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is null || known.Find(key) is not { } setting)
            {
                continue;
            }

            var isItem = setting.IsList && !key.Equals(setting.Key, StringComparison.OrdinalIgnoreCase);
            if (setting.IsList && !isItem)
            {
                if (value.Length > 0)
                {
                    yield return (key, new SettingProblem(setting.Key, $"is a list. Write {setting.Key}:0, {setting.Key}:1 and so on (variables: {setting.Key.Replace(":", "__", StringComparison.Ordinal)}__0)."));
                }
            }
            else if (SettingValues.Refuse(setting, value) is { } wrong)
            {
                yield return (key, new SettingProblem(Spelled(setting, key), wrong));
            }
        }
    }

    /// <summary>What an options class says of its values together.</summary>
    private IEnumerable<SettingProblem> Rules(IConfiguration readable)
    {
        foreach (var (section, options) in known.Classes)
        {
            if (KnownSettings.IsMap(options, out var item))
            {
                foreach (var child in readable.GetSection(section).GetChildren())
                {
                    foreach (var problem in Examine(child, item))
                    {
                        yield return problem;
                    }
                }
            }
            else
            {
                foreach (var problem in Examine(readable.GetSection(section), options))
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<SettingProblem> Examine(IConfigurationSection section, Type options)
    {
        if (!typeof(IValidatableObject).IsAssignableFrom(options) || !TryBind(section, options, out var bound))
        {
            return [];
        }

        return ((IValidatableObject)bound).Validate(new ValidationContext(bound)).Select(found =>
        {
            var key = found.MemberNames.FirstOrDefault() is { } member ? $"{section.Path}:{member}" : section.Path;
            var message = found.ErrorMessage ?? "is wrong.";
            return new SettingProblem(key, message.StartsWith(key, StringComparison.Ordinal) ? message[key.Length..].TrimStart() : message);
        });
    }

    private static bool TryBind(IConfigurationSection section, Type options, [NotNullWhen(true)] out object? bound)
    {
#pragma warning disable RS0030 // A class of options that the program itself registers.
        bound = Activator.CreateInstance(options, nonPublic: true);
#pragma warning restore RS0030
        try
        {
            section.Bind(bound);
            return bound is not null;
        }
        catch (InvalidOperationException)
        {
            // Refused by the binder itself; the start's own validation says so.
            return false;
        }
    }

    private IEnumerable<SettingProblem> Places()
    {
        var database = Databases.Choose(configuration, environment);
        if (KeyRingRegistration.Refuse(configuration, environment.ContentRootPath, database, mayCreateKeyFile: environment.IsDevelopment()) is { } noKey)
        {
            yield return noKey;
        }

        if (database.Refuse() is { } noDatabase)
        {
            yield return noDatabase;
        }

        if (configuration["Connections:JournalFolder"] is { Length: > 0 } journal && File.Exists(Path.GetFullPath(journal, environment.ContentRootPath)))
        {
            yield return new SettingProblem("Connections:JournalFolder", $"'{journal}' is a file, and has to be a folder.");
        }
    }

    /// <summary>As the documentation spells the key, with the names that were given where anything may stand.</summary>
    private static string Spelled(KnownSetting setting, string given) =>
        setting.IsList || setting.Key.Contains('*', StringComparison.Ordinal) ? given : setting.Key;
}
