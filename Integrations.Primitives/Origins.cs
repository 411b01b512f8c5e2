using System.ComponentModel.DataAnnotations;

namespace Integrations.Primitives;

/// <summary>Origins in settings: scheme, host and port, as browsers send them.</summary>
internal static class Origins
{
    public static IEnumerable<ValidationResult> Refuse(IEnumerable<string> origins, string section, string name) =>
        origins.Where(origin => !IsOrigin(origin)).Select(origin => new ValidationResult(
            $"{section}:{name} holds '{origin}', which is no origin. Write scheme and host only, such as https://app.example.org.", [name]));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
}
