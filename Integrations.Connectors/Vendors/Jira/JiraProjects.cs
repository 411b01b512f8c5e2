using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>The projects that an integration is narrowed to. Jira refuses a query altogether that names one which is gone, so those are left out.</summary>
internal sealed class JiraProjects(VendorSession session, JiraSite site)
{
    private bool _isChecked;

    public IReadOnlyList<string> Keys { get; private set; } = JiraQuery.ProjectsOf(session);

    /// <summary>Parts that were left out, each as a sentence.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <summary>Reads a page of issues, and once more without the projects that are gone where a query was refused.</summary>
    /// <param name="read">Reads the page of the query over these projects.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task<Result<SearchListingPage>> ReadAsync(Func<IReadOnlyList<string>, Task<Result<SearchListingPage>>> read, CancellationToken cancellationToken)
    {
        var page = await read(Keys);
        if (page.Failure is not { VendorStatus: 400 } || _isChecked || Keys.Count < 2)
        {
            return page;
        }

        _isChecked = true;
        var gone = new List<(string Key, Failure Failure)>();
        foreach (var key in Keys)
        {
            var project = await session.ReadAsync<JsonElement>(JiraApi.Get(site, $"project/{key}"), null, cancellationToken);
            if (project.Failure is { Kind: FailureKind.VendorRefused } refused)
            {
                gone.Add((key, refused));
            }
        }

        if (gone.Count == 0 || gone.Count == Keys.Count)
        {
            return page;
        }

        Keys = [.. Keys.Where(key => !gone.Exists(one => one.Key == key))];
        LeftOut = [.. gone.Select(one => PartlyRead.LeftOut("project", one.Key, one.Failure))];
        return await read(Keys);
    }
}
