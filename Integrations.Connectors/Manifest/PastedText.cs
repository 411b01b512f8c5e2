using Integrations.Primitives;

namespace Integrations.Connectors.Manifest;

/// <summary>What people paste into a form: a page, a chat or a password manager adds invisible characters to it.</summary>
internal static class PastedText
{
    /// <summary>As it is stored: without blanks around it and without invisible characters. JSON is the person's own text and stays as it is.</summary>
    public static string Clean(FieldDescriptor field, string value) => field.Type == "json" ? value.Trim() : Clean(value);

    public static string Clean(string value) => Text.WithoutInvisible(value).Trim();

    /// <summary>
    /// What is wrong with a secret that goes into a header of every call, as a sentence; null when nothing is. It would fail at the
    /// first call, and look like a vendor that cannot be reached.
    /// </summary>
    public static string? Problem(string label, string secret) =>
        secret.All(c => c is >= ' ' and <= '~') ? null
        : $"{label} holds a character that no such secret has (“{Text.Shorten(new string([.. secret.Where(c => c is < ' ' or > '~')]), 8)}”). Copy it again, and paste nothing else with it.";

    /// <summary>The same for a field of a request that is not a connect form's; null when it is empty, or good once it is cleaned.</summary>
    public static Failure? Check(string field, string? secret) =>
        string.IsNullOrWhiteSpace(secret) || Problem(field, Clean(secret)) is not { } problem ? null : Failure.InvalidField(field, problem);

    /// <summary>Whether calls carry it in a header: what a form calls secret, unless it is a key for signatures or JSON.</summary>
    public static bool GoesIntoHeaders(AuthMethod method, FieldDescriptor field) => field.Secret && field.Type != "json" && method.Kind is AuthKinds.ApiKey or AuthKinds.Basic;
}
