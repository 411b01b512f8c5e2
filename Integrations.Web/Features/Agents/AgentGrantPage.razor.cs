using System.Globalization;
using Integrations.Core.Agents;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Agents;

/// <summary>Chooses what one program may do.</summary>
public sealed partial class AgentGrantPage(AgentOffers offers, AgentGrantService grants, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private readonly Dictionary<Guid, AgentChoice> _choices = [];
    private AgentOffer? _offer;
    private string? _failure;
    private Failure? _refused;
    private bool _records;
    private bool _links;
    private bool _saving;
    private string _days = "30";

    [Parameter]
    public string ClientKey { get; set; } = "";

    private static IEnumerable<SelectOption> Lives =>
        new[] { 1, 7, 30, 90, 365 }.Select(days => new SelectOption(days.ToString(CultureInfo.InvariantCulture), days == 1 ? Text.T("1 day") : days == 365 ? Text.T("1 year") : Text.T("{0} days", days)));

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Loaded<AgentOffer>(await offers.GetAsync(caller.Value, ClientKey, ct)));
        if (found is null)
        {
            return;
        }

        if (found.Value is not { } offer)
        {
            _failure = found.Failure;
            return;
        }

        var grant = offer.Client.Grant;
        (_records, _links) = (grant?.MayReadRecords ?? false, grant?.MayLink ?? false);
        _choices.Clear();
        foreach (var integration in offer.Integrations)
        {
            _choices[integration.Id] = new AgentChoice(grant?.Integrations.FirstOrDefault(each => each.IntegrationId == integration.Id));
        }

        _offer = offer;
        // What changed since is to be seen without asking for it.
        foreach (var (id, _) in _choices.Where(choice => choice.Value.HasActions).ToList())
        {
            await ShowActionsAsync(id);
        }
    }

    private async Task ShowActionsAsync(Guid integrationId)
    {
        if (_offer is not { } offer || _choices[integrationId] is not { IsAsking: false } choice)
        {
            return;
        }

        (choice.IsAsking, choice.Failure) = (true, null);
        var listed = await offers.ActionsAsync(caller.Value, offer.Client, integrationId, CancellationToken.None);
        choice.IsAsking = false;
        if (listed.TryGet(out var actions, out var failure))
        {
            choice.Show(actions);
        }
        else
        {
            choice.Failure = failure.Message;
        }
    }

    private void LetLink(bool on) => (_links, _records) = (on, on || _records);

    private async Task SaveAsync()
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_saving)
        {
            return;
        }

        _saving = true;
        var changes = new AgentGrantChanges([.. _choices.Select(choice => choice.Value.Of(choice.Key)).Where(each => each.MayRead || each.Actions.Count > 0)], TimeSpan.FromDays(int.Parse(_days, CultureInfo.InvariantCulture)))
        {
            MayReadRecords = _records,
            MayLink = _links,
        };
        var granted = await grants.GrantAsync(caller.Value, ClientKey, changes, CancellationToken.None);
        (_refused, _saving) = (granted.Failure, false);
        if (granted.IsSuccess)
        {
            navigation.NavigateTo(AgentAddresses.Overview);
        }
    }
}
