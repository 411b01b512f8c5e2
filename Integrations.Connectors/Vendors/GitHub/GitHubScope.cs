using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>The owners and repositories that a search looks in. GitHub refuses a search altogether when one of them is gone, so those are left out.</summary>
/// <remarks>Source: docs.github.com/rest/search (read 2026-11-28): 422, "The listed users and repositories cannot be searched". It does not say which.</remarks>
internal sealed class GitHubScope(IEnumerable<string> names)
{
    private readonly List<string> _names = [.. names];
    private readonly List<string> _leftOut = [];
    private bool _isChecked;

    public static GitHubScope None => new([]);

    /// <summary>As issues are searched: any of them, or what concerns the account itself where there is none.</summary>
    public string AsQualifiers => _names.Select(name => IsRepository(name) ? $"repo:{name}" : $"user:{name}").ToList() switch
    {
        [] => "involves:@me",
        [var only] => only,
        var several => $"({string.Join(" OR ", several)})",
    };

    public IEnumerable<string> Owners => _names.Select(name => name.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Set when none of them is there any more.</summary>
    public Failure? AllGone { get; private set; }

    /// <summary>Asks for each of them, once in a search.</summary>
    /// <returns>True when there is a search left to try again.</returns>
    public async Task<bool> LeaveOutTheGoneAsync(VendorSession session, GitHubApi github)
    {
        if (_isChecked || _names.Count == 0)
        {
            return false;
        }

        _isChecked = true;
        var gone = new List<(string Name, Failure Failure)>();
        foreach (var name in _names)
        {
            var parts = name.Split('/');
            var read = await github.GetAsync(IsRepository(name) ? ApiUrls.Repository(parts[0], parts[1]) : ApiUrls.User(name));
            if (read.Failure is { Kind: FailureKind.VendorRefused } refused)
            {
                gone.Add((name, refused));
            }
        }

        if (gone.Count == _names.Count)
        {
            AllGone = new Failure(
                FailureKind.VendorRefused, "vendor.refused",
                $"{session.VendorName} cannot search {EntityText.Title(string.Join(", ", _names))}: it is gone, or the connected account may not see it. Correct the repositories in the integration's settings, or reconnect.")
            { VendorStatus = 422 };
        }

        if (gone.Count == 0 || AllGone is not null)
        {
            return false;
        }

        _names.RemoveAll(name => gone.Exists(one => one.Name == name));
        _leftOut.AddRange(gone.Select(one => PartlyRead.LeftOut(IsRepository(one.Name) ? "repository" : "owner", one.Name, one.Failure)));
        return true;
    }

    /// <summary>What was left out, reported with one page of the search.</summary>
    public Failure? TakeLeftOut()
    {
        var reported = PartlyRead.Of([.. _leftOut]);
        _leftOut.Clear();
        return reported;
    }

    private static bool IsRepository(string name) => name.Contains('/', StringComparison.Ordinal);
}
