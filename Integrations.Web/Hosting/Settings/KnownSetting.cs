using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Settings;

/// <summary>A key that the hub reads.</summary>
/// <param name="Key">Such as <c>Auth:SessionIdle</c>; a star stands for any name, as in <c>Providers:*:ClientId</c>.</param>
/// <param name="Type">What its text has to be; of a list, what its items have to be.</param>
/// <param name="IsList">Its values are <c>Key:0</c>, <c>Key:1</c> and so on.</param>
/// <param name="Rules">What else the value has to keep.</param>
/// <param name="Default">What holds while it is not set; null for none.</param>
internal sealed record KnownSetting(string Key, Type Type, bool IsList, IReadOnlyList<ValidationAttribute> Rules, object? Default);
