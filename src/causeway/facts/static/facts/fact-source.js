/**
 * The editor's "Insert a fact" button: opens the chooser and puts the token of the fact chosen,
 * {fact:KEY}, where the cursor stands. The token is plain text, so nothing is kept beside it.
 */
(() => {
  const { draftail, DraftJS } = window;

  class FactSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.fact,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen(fact) {
      const { editorState, onComplete } = this.props;
      const content = DraftJS.Modifier.replaceText(
        editorState.getCurrentContent(),
        editorState.getSelection(),
        fact.token,
        editorState.getCurrentInlineStyle(),
      );
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, content, "insert-characters"));
    }
  }

  draftail.registerPlugin({ type: "FACT", source: FactSource }, "entityTypes");
})();
