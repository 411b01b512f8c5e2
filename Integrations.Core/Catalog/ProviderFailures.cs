using Integrations.Primitives;

namespace Integrations.Core.Catalog;

internal static class ProviderFailures
{
    public static Failure NotFound(string idOrKey) =>
        Failure.NotFound("provider.not_found", $"There is no provider '{Text.Cut(idOrKey, 80)}'. GET /api/integrations lists what can be connected.");

    public static Failure KeyTaken(string key) =>
        Failure.Conflict("provider.key_taken", $"A provider '{key}' already exists.");

    public static Failure BuiltIn(string name) =>
        Failure.Conflict("provider.built_in", $"{name} comes with the hub and cannot be deleted. Set its status to disabled instead.");

    public static Failure InUse(string name) =>
        Failure.Conflict("provider.in_use", $"{name} is in use. Delete its integrations first, or set its status to disabled.");
}
