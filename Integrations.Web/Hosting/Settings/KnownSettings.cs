using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Settings;

/// <summary>
/// All keys that the hub reads, taken from the options classes that its services registered: a class with a constant <c>Section</c>
/// that is bound to configuration is known here by itself.
/// </summary>
internal sealed class KnownSettings
{
    private const string Wildcard = "*";

    private readonly Dictionary<string, KnownSetting> _byKey = new(StringComparer.OrdinalIgnoreCase);

    private KnownSettings(IReadOnlyList<(string Section, Type Options)> classes, IHostEnvironment environment)
    {
        Classes = classes;
        foreach (var (section, options) in classes)
        {
#pragma warning disable RS0030 // A class of options that the program itself registers.
            Add(section, options, Activator.CreateInstance(options, nonPublic: true));
#pragma warning restore RS0030
        }

        foreach (var single in Singles(environment))
        {
            _byKey[single.Key] = single;
        }

        Sections = _byKey.Keys.Select(RootOf).Distinct(StringComparer.OrdinalIgnoreCase).Except(["Logging"], StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The classes, each with its section.</summary>
    public IReadOnlyList<(string Section, Type Options)> Classes { get; }

    /// <summary>First parts of keys that belong to the hub alone.</summary>
    public IReadOnlySet<string> Sections { get; }

    public IEnumerable<KnownSetting> All => _byKey.Values.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Classes that are bound to configuration and do not say to which section: their keys would be taken for misspelled ones.</summary>
    public IReadOnlyList<Type> WithoutSection { get; private init; } = [];

    public static KnownSettings Of(IServiceCollection services, IHostEnvironment environment)
    {
        var bound = services.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
            .Select(type => type.GenericTypeArguments[0])
            .Where(options => options.Namespace?.StartsWith("Integrations.", StringComparison.Ordinal) == true)
            .Distinct()
            .ToList();
        return new([.. bound.Select(options => (Section: SectionOf(options), options))
            .Where(found => found.Section is not null)
            .Select(found => (found.Section!, found.options))], environment)
        {
            WithoutSection = [.. bound.Where(options => SectionOf(options) is null)],
        };
    }

    /// <summary>The setting that a key of the configuration belongs to; null for one that nothing reads.</summary>
    public KnownSetting? Find(string key)
    {
        if (_byKey.TryGetValue(key, out var exact))
        {
            return exact;
        }

        var parts = key.Split(':');
        if (parts.Length > 1 && _byKey.TryGetValue(string.Join(':', parts[..^1]), out var list) && list.IsList)
        {
            return list;
        }

        return parts.Length > 2 && parts[1] != Wildcard ? Find(string.Join(':', [parts[0], Wildcard, .. parts[2..]])) : null;
    }

    internal static bool IsMap(Type type, [NotNullWhen(true)] out Type? item)
    {
        item = type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>) && i.GenericTypeArguments[0] == typeof(string))?.GenericTypeArguments[1];
        return item is not null;
    }

    internal static string RootOf(string key) => key.Split(':', 2)[0];

    private static string? SectionOf(Type options) =>
        options.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetRawConstantValue() as string;

    private void Add(string path, Type type, object? instance)
    {
        if (IsMap(type, out var item))
        {
            if (IsValue(item))
            {
                _byKey[$"{path}:{Wildcard}"] = new KnownSetting($"{path}:{Wildcard}", item, IsList: false, [], null);
            }
            else
            {
                Add($"{path}:{Wildcard}", item, instance: null);
            }

            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0))
        {
            var key = $"{path}:{property.Name}";
            if (IsValue(property.PropertyType))
            {
                if (property.SetMethod is not null)
                {
                    _byKey[key] = new KnownSetting(key, property.PropertyType, IsList: false, RulesOf(property), DefaultOf(property, instance));
                }
            }
            else if (!IsMap(property.PropertyType, out _) && ItemOf(property.PropertyType) is { } listed)
            {
                if (IsValue(listed) && (property.SetMethod is not null || typeof(ICollection<>).MakeGenericType(listed).IsAssignableFrom(property.PropertyType)))
                {
                    _byKey[key] = new KnownSetting(key, listed, IsList: true, [], DefaultOf(property, instance));
                }
            }
            else if (IsMap(property.PropertyType, out _) || property.PropertyType.Namespace?.StartsWith("Integrations.", StringComparison.Ordinal) == true)
            {
                Add(key, property.PropertyType, DefaultOf(property, instance));
            }
        }
    }

    private static IReadOnlyList<ValidationAttribute> RulesOf(PropertyInfo property) => [.. property.GetCustomAttributes<ValidationAttribute>()];

    private static object? DefaultOf(PropertyInfo property, object? instance) => instance is null ? null : property.GetValue(instance);

    private static bool IsValue(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(TimeSpan) || plain == typeof(Uri) || plain == typeof(decimal) || plain == typeof(Guid));

    private static Type? ItemOf(Type type) => !typeof(IEnumerable).IsAssignableFrom(type) ? null
        : type.IsArray ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    /// <summary>Keys that no options class holds, and defaults that depend on the environment.</summary>
    private IEnumerable<KnownSetting> Singles(IHostEnvironment environment)
    {
        yield return new("ConnectionStrings:Integrations", typeof(string), IsList: false, [], null);
        yield return new("Connections:JournalFolder", typeof(string), IsList: false, [], null);
        yield return new("Sandbox:Enabled", typeof(bool), IsList: false, [], environment.IsDevelopment());
        yield return new("Sandbox:StateFolder", typeof(string), IsList: false, [], null);
        yield return new("Telemetry:ContinueCallersTraces", typeof(bool), IsList: false, [], false);
        yield return new("Logging:Format", typeof(string), IsList: false, [], Telemetry.LogFormat.Line);
        if (environment.IsDevelopment())
        {
            yield return _byKey["Demo:Seed"] with { Default = true };
            yield return _byKey["Stop:Pause"] with { Default = TimeSpan.Zero };
        }
    }
}
