using Integrations.Core.Common;
using Integrations.Core.Organizations;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Texts;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace Integrations.Web.Features.Members;

/// <summary>The organization's people. What is searched and which page lives in the address.</summary>
public sealed partial class MembersPage(MemberService members, CurrentCaller caller, NavigationManager navigation, NotificationService toasts) : IDisposable
{
    private const int PageSize = 25;

    private readonly LatestOnly _loads = new();
    private Page<MemberRow>? _page;
    private Invitation? _link;
    private Failure? _refused;
    private string? _failure;
    private Func<Task> _again = () => Task.CompletedTask;
    private bool _working;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    private int Number => Math.Clamp(PageNumber ?? 1, 1, PageRequest.MaxOffset / PageSize);

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync() => LoadAsync();

    private static string RoleOf(MemberRow member) => member.Role == Role.TenantAdmin ? Text.T("Administrator") : Text.T("User");

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
            new Loaded<Page<MemberRow>>(await members.ListAsync(caller.Value, Query, new PageRequest(PageSize, (Number - 1) * PageSize), ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private Task ChangeRoleAsync(MemberRow member, Role role) => ActAsync(
        () => members.ChangeRoleAsync(caller.Value, member.Id, role, CancellationToken.None),
        role == Role.TenantAdmin ? Text.T("{0} is an administrator now.", member.DisplayName) : Text.T("{0} is a user now.", member.DisplayName));

    private Task DisableAsync(MemberRow member) => ActAsync(
        () => members.DisableAsync(caller.Value, member.Id, CancellationToken.None), Text.T("{0} is locked out.", member.DisplayName));

    private Task EnableAsync(MemberRow member) => ActAsync(
        () => members.EnableAsync(caller.Value, member.Id, CancellationToken.None), Text.T("{0} may come in again.", member.DisplayName));

    private Task ResetSecondFactorAsync(MemberRow member) => ShowLinkAsync(() => members.ResetSecondFactorAsync(caller.Value, member.Id, CancellationToken.None));

    private Task InviteAgainAsync(MemberRow member) => ShowLinkAsync(() => members.InviteAgainAsync(caller.Value, member.Id, CancellationToken.None));

    private Task ShowLinkAsync(Func<Task<Result<Invitation>>> reset) => ActAsync(
        async () =>
        {
            var invited = await reset();
            _link = invited.IsSuccess ? invited.Value : null;
            return invited.Map(invitation => invitation.Member);
        },
        done: null);

    private async Task ActAsync(Func<Task<Result<MemberRow>>> act, string? done)
    {
        // A second click may arrive before the button is drawn disabled (SECURITY B8).
        if (_working)
        {
            return;
        }

        _working = true;
        _again = () => ActAsync(act, done);
        _refused = (await act()).Failure;
        if (_refused is null)
        {
            await LoadAsync();
            if (done is not null)
            {
                toasts.Notify(NotificationSeverity.Success, Text.T("Changed"), done);
            }
        }

        _working = false;
    }

    private void Go(string? query, int number) => navigation.NavigateTo(AddressOf(query, number));

    private string AddressOf(string? query, int number) => navigation.GetUriWithQueryParameters("/members", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(query) ? null : query.Trim(),
        ["page"] = number == 1 ? null : number,
    });
}
