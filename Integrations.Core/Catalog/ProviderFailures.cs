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

    /// <summary>Someone else was faster.</summary>
    public static Failure Stale { get; } = new(FailureKind.Stale, "stale", "Someone changed this in the meantime. Load it again and repeat the change.");

    /// <param name="key">That the file has.</param>
    /// <param name="name">What the hub's own provider of that key is called.</param>
    public static Failure OfTheHub(string key, string name) =>
        Failure.Conflict("provider.key_taken", $"The key '{key}' is that of {name}, which comes with the hub. Give the file another key.");

    public static Failure OfTheFolder(string name) =>
        Failure.Conflict("provider.file_of_folder", $"{name} is a file of the operator's folder (ProviderFiles:Folder). Change it there.");

    public static Failure FileNotFound(string key, int number) =>
        Failure.NotFound("provider.file_not_found", $"The provider '{Text.Cut(key, 80)}' has no file {number}.");

    /// <summary>Tokens and the client's secret go to these hosts, and were given for others (SECURITY T10).</summary>
    public static Failure SignInMoved(string name, IReadOnlyList<string> hosts) =>
        Failure.Conflict("provider.sign_in_moved", $"This file sends the tokens of {name} to {string.Join(", ", hosts)}, where they were not given. Give the file another key, and let people connect anew.");

    public static Failure HostsNotApproved(IReadOnlyList<string> hosts) =>
        Failure.Invalid("provider.hosts_not_approved", $"Approve every host that the file makes the hub call. Missing: {string.Join(", ", hosts.Take(10))}.");

    public static Failure InUse(string name) =>
        Failure.Conflict("provider.in_use", $"{name} is in use. Delete its integrations first, or set its status to disabled.");
}
