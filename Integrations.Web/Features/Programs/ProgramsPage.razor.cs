using Integrations.Core.Identity.Programs;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Programs;

/// <summary>Programs of the organization, and which others its members may let in.</summary>
public sealed partial class ProgramsPage(ProgramService programs, ProgramRulesService rules, MemberPrograms members, CurrentCaller caller) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<ProgramRow>? _rows;
    private ProgramRules? _rules;
    private IReadOnlyList<MemberProgram>? _members;
    private ProgramRow? _asked;
    private ProgramRow? _renewing;
    private ProgramRow? _pending;
    private MemberProgram? _leaving;
    private CreatedProgram? _renewed;
    private Failure? _refused;
    private string? _failure;
    private int _total;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct => new Found(
            new Loaded<Page<ProgramRow>>(await programs.ListAsync(caller.Value, new PageRequest(PageRequest.MaxLimit), ct)), await rules.GetAsync(caller.Value, ct),
            new Loaded<IReadOnlyList<MemberProgram>>(await members.ListAsync(caller.Value, ct))));
        if (found is not null)
        {
            (_rows, _total, _failure, _rules) = (found.Programs.Value?.Items, found.Programs.Value?.Total ?? 0, found.Programs.Failure ?? found.Members.Failure, found.Rules);
            _members = found.Members.Value;
        }
    }

    private async Task ChangeAsync(bool documents, bool selfRegistered)
    {
        if (_rules is not { } present)
        {
            return;
        }

        var changed = await rules.ChangeAsync(caller.Value, documents, selfRegistered, present.Version, CancellationToken.None);
        _refused = changed.Failure;
        await LoadAsync();
    }

    private async Task RevokeAsync(ProgramRow row)
    {
        var revoked = await programs.RevokeAsync(caller.Value, row.Id, CancellationToken.None);
        (_refused, _asked) = (revoked.Failure, null);
        await LoadAsync();
    }

    private Task AskedToRenewAsync(ProgramRow row)
    {
        (_pending, _renewing) = (row, null);
        return RenewAsync();
    }

    /// <summary>Comes again by itself once the person has confirmed their password.</summary>
    private async Task RenewAsync()
    {
        if (_pending is { } row)
        {
            var renewed = await programs.RenewSecretAsync(caller.Value, row.Id, endFormer: false, CancellationToken.None);
            (_renewed, _refused) = (renewed.IsSuccess ? renewed.Value : null, renewed.Failure);
            await LoadAsync();
        }
    }

    private async Task SignOutAsync(MemberProgram row)
    {
        var revoked = await members.RevokeAsync(caller.Value, row.Program.Id, row.Program.UserId, CancellationToken.None);
        (_refused, _leaving) = (revoked.Failure, null);
        await LoadAsync();
    }

    private sealed record Found(Loaded<Page<ProgramRow>> Programs, ProgramRules Rules, Loaded<IReadOnlyList<MemberProgram>> Members);
}
