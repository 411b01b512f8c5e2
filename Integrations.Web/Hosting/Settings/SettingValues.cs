using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Integrations.Web.Hosting.Settings;

/// <summary>Reads a setting's text, and says what would be right where it cannot be read.</summary>
internal static class SettingValues
{
    /// <returns>What is wrong with the text, as a sentence; null when it is right.</returns>
    public static string? Refuse(KnownSetting setting, string text)
    {
        var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
        var shown = SecretSettings.IsSecret(setting.Key) ? "its value" : $"'{text}'";
        if (!TryRead(type, text, out var value))
        {
            return text.Length == 0 && Nullable.GetUnderlyingType(setting.Type) is not null ? null : $"{shown} is not {Described(type)}.";
        }

        foreach (var rule in setting.Rules.Where(rule => !rule.IsValid(value)))
        {
            return rule switch
            {
                RangeAttribute range => $"{shown}{AsDays(type, text)} is outside {range.Minimum} to {range.Maximum}.",
                StringLengthAttribute length => $"has {text.Length} characters, and may have {length.MinimumLength} to {length.MaximumLength}.",
                RequiredAttribute => "is empty. Take it out to have its default.",
                _ => $"{shown} is not allowed. {rule.FormatErrorMessage(setting.Key)}",
            };
        }

        return null;
    }

    private static bool TryRead(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
        }
        else if (type == typeof(bool))
        {
            value = bool.TryParse(text, out var flag) ? flag : null;
        }
        else if (type == typeof(TimeSpan))
        {
            value = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        }
        else if (type == typeof(Uri))
        {
            value = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
        }
        else if (type.IsEnum)
        {
            value = Enum.GetNames(type).FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse(type, known) : null;
        }
        else
        {
            value = ReadConvertible(type, text);
        }

        return value is not null;
    }

    private static object? ReadConvertible(Type type, string text)
    {
        try
        {
            return type == typeof(Guid) ? Guid.Parse(text) : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    private static string Described(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time span. Write hours:minutes:seconds, such as 00:15:00"
        : type == typeof(Uri) ? "an address. Write it with its scheme, such as https://example.org"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(Guid) ? "an id"
        : type == typeof(double) || type == typeof(decimal) || type == typeof(float) ? "a number"
        : "a whole number";

    /// <summary>The usual slip: a number alone is days.</summary>
    private static string AsDays(Type type, string text) =>
        type == typeof(TimeSpan) && text.Length > 0 && text.All(char.IsAsciiDigit) ? " (a number alone means days; write hours:minutes:seconds)" : "";
}
