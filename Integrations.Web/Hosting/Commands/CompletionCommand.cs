
namespace Integrations.Web.Hosting.Commands;

/// <summary><c>completion</c>: prints what makes bash complete this program's commands and options.</summary>
internal sealed class CompletionCommand : HubCommand
{
    private const string Script =
        """
        # source <(./Integrations.Web completion)
        _integrations()
        {
            local IFS=$'\n' line="${COMP_LINE#"${COMP_WORDS[0]}"}"
            line="${line# }"
            local point=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${point}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _integrations Integrations.Web integrations
        """;

    public CompletionCommand()
        : base("completion", "Print the script that completes commands and options in bash.", CommandStage.Settings) =>
        SetAction(static line => line.InvocationConfiguration.Output.WriteLine(Script));

    public override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(ExitCodes.Ok);
}
